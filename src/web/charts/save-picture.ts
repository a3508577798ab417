// Twice as many pixels as the screen has: a picture is mostly printed.
const pixelsAPixel = 2;

function hand(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers read the address only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Hands a drawing over as a file. The name says nothing of a patient. */
export function saveSvg(file: string): void {
  hand(new Blob([file], { type: 'image/svg+xml' }), 'chart.svg');
}

/** The same as pixels. @returns false where the browser cannot draw it */
export async function savePng(file: string, width: number, height: number): Promise<boolean> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(file)}`;
  try {
    await image.decode();
  } catch {
    return false;
  }
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * pixelsAPixel);
  canvas.height = Math.round(height * pixelsAPixel);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) return false;
  hand(blob, 'chart.png');
  return true;
}
