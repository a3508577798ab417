/** Of this program; held to package.json by version.test.ts. */
export const programVersion = '0.1.0';
