const eastern = 'America/New_York';
const central = 'America/Chicago';
const mountain = 'America/Denver';
const pacific = 'America/Los_Angeles';

/** The zones of each state and territory; a split state has all of its zones. */
const zones = new Map<string, readonly string[]>();
for (const [list, ...of] of [
  ['CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV', eastern],
  ['AL AR IA IL LA MN MO MS OK WI', central],
  ['CO MT NM UT WY', mountain],
  ['CA WA', pacific],
  ['FL IN KY MI TN', eastern, central],
  ['KS ND NE SD TX', central, mountain],
  ['ID NV OR', mountain, pacific],
  // The Navajo Nation moves its clocks, the rest of Arizona does not.
  ['AZ', 'America/Phoenix', mountain],
  ['AK', 'America/Anchorage', 'America/Adak'],
  ['HI', 'Pacific/Honolulu'],
  ['PR', 'America/Puerto_Rico'],
  ['VI', 'America/St_Thomas'],
  ['GU', 'Pacific/Guam'],
  ['MP', 'Pacific/Guam'],
  ['AS', 'Pacific/Pago_Pago'],
] as const) {
  for (const state of list.split(' ')) zones.set(state, of);
}

/** Parts of split states that lie in one zone: by area code, and by the first three figures of the postal code. */
const codesOfOneZone = new Map<string, string>();
for (const [codes, zone] of [
  ['239 305 321 324 352 386 407 561 645 656 689 727 728 754 772 786 813 863 904 941 954', eastern],
  [
    '210 214 254 281 325 346 361 409 430 469 512 621 682 713 726 737 806 817 830 832 903 936 940 945 956 972 979',
    central,
  ],
  ['915', mountain],
  ['865', eastern],
  ['615 629 731 901 931', central],
  ['502 859', eastern],
  ['260 317 463 765', eastern],
  ['231 248 269 313 517 586 616 679 734 810 947 989', eastern],
  ['316 913', central],
  ['503 971 702 725', pacific],
  ['480 520 602 623', 'America/Phoenix'],
] as const) {
  for (const code of codes.split(' ')) codesOfOneZone.set(code, zone);
}

type PostalRange = readonly [state: string, from: number, to: number, zone: string];
const postalRanges: readonly PostalRange[] = [
  ['FL', 320, 323, eastern],
  ['FL', 325, 325, central],
  ['FL', 326, 349, eastern],
  ['TX', 750, 797, central],
  ['TX', 798, 799, mountain],
  ['TX', 885, 885, mountain],
  ['TN', 370, 372, central],
  ['TN', 376, 379, eastern],
  ['TN', 380, 384, central],
  ['MI', 480, 497, eastern],
  ['AZ', 850, 859, 'America/Phoenix'],
];

export function isState(state: string): boolean {
  return zones.has(state);
}

/** Every zone in which somebody of this state may live; narrowed where the postal code lies in one. */
export function zonesOfState(state: string, postalCode: string | undefined): readonly string[] {
  const area = Number(postalCode?.slice(0, 3));
  const range = postalRanges.find(([of, from, to]) => of === state && area >= from && area <= to);
  return range === undefined ? (zones.get(state) ?? []) : [range[3]];
}

export function zonesOfAreaCode(code: string, state: string): readonly string[] {
  const one = codesOfOneZone.get(code);
  return one === undefined ? (zones.get(state) ?? []) : [one];
}

/** What an area code of which nothing is known may be: any of the fifty states. */
export const everyZone: readonly string[] = [
  eastern,
  central,
  mountain,
  'America/Phoenix',
  pacific,
  'America/Anchorage',
  'America/Adak',
  'Pacific/Honolulu',
];

const names =
  'Alabama AL|Alaska AK|Arizona AZ|Arkansas AR|California CA|Colorado CO|Connecticut CT|Delaware DE|District of Columbia DC|Florida FL|Georgia GA|Hawaii HI|Idaho ID|Illinois IL|Indiana IN|Iowa IA|Kansas KS|Kentucky KY|Louisiana LA|Maine ME|Maryland MD|Massachusetts MA|Michigan MI|Minnesota MN|Mississippi MS|Missouri MO|Montana MT|Nebraska NE|Nevada NV|New Hampshire NH|New Jersey NJ|New Mexico NM|New York NY|North Carolina NC|North Dakota ND|Ohio OH|Oklahoma OK|Oregon OR|Pennsylvania PA|Rhode Island RI|South Carolina SC|South Dakota SD|Tennessee TN|Texas TX|Utah UT|Vermont VT|Virginia VA|Washington WA|West Virginia WV|Wisconsin WI|Wyoming WY|Puerto Rico PR';

/** Lower-case name of a state to its two letters. */
export const stateNames: ReadonlyMap<string, string> = new Map(
  names.split('|').map((line) => [line.slice(0, -3).toLowerCase(), line.slice(-2)]),
);
