import { Checkbox, type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const teal: MantineColorsTuple = [
  '#e8f3f0',
  '#d2e7e2',
  '#a6d0c6',
  '#77b8aa',
  '#4ea190',
  '#2e8b7a',
  '#197969',
  '#0b6b5f',
  '#09584e',
  '#07463e',
];
const gray: MantineColorsTuple = [
  '#faf9f7',
  '#f4f2ee',
  '#e9e6e0',
  '#dcd8d0',
  '#c9c4ba',
  '#a8a298',
  '#777169',
  '#5a554e',
  '#403c37',
  '#26231f',
];
const dark: MantineColorsTuple = [
  '#e3dfd9',
  '#c5c0b8',
  '#a39d94',
  '#7d7870',
  '#4d4945',
  '#3d3a37',
  '#302d2b',
  '#211f1e',
  '#191817',
  '#121110',
];
const rose: MantineColorsTuple = [
  '#fbeff2',
  '#f5dbe2',
  '#e9b3c2',
  '#dd8aa0',
  '#d26783',
  '#c64d6f',
  '#b5325c',
  '#a11d4b',
  '#87163e',
  '#6c1131',
];

const font =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, Cantarell, "Helvetica Neue", Arial, sans-serif';

export const theme = createTheme({
  colors: { teal, gray, dark, rose },
  primaryColor: 'teal',
  // autoContrast ignores the dark shade (1.8:1 measured): both schemes name theirs.
  primaryShade: { light: 7, dark: 7 },
  black: '#26231f',
  fontFamily: font,
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '0.9375rem', lg: '1.375rem', xl: '1.375rem' },
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Checkbox: Checkbox.extend({ defaultProps: { size: 'md' } }),
  },
});

/** Dimmed and placeholder text as they come from the kit fall below 4.5:1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fdfcfa',
    '--mantine-color-dimmed': '#5f5a53',
    '--mantine-color-placeholder': '#6b665e',
    '--mantine-color-error': '#a11d4b',
    '--mantine-color-default-border': '#d3cec5',
  },
  dark: {
    '--mantine-color-body': '#211f1e',
    '--mantine-color-text': '#e3dfd9',
    '--mantine-color-dimmed': '#b5afa6',
    '--mantine-color-placeholder': '#aaa49b',
    '--mantine-color-error': '#ff9db4',
    '--mantine-color-default': '#2a2826',
    '--mantine-color-default-border': '#524e4a',
  },
});
