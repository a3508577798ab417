// What the server takes: a page of a patient holds 15 KB in all.
const atMostBytes = 5120;
const sides = [200, 160, 120, 96];
const qualities = [0.85, 0.7, 0.55, 0.4];

function toBlob(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}

function toBase64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('the picture cannot be read'));
    reader.readAsDataURL(blob);
  });
}

/**
 * The middle of a picture as a small square, drawn anew: notes of where, when and by whom it was made stay behind.
 * @returns base64 of WebP or JPEG, at most 5 KB; undefined: the file is no picture that this browser can read
 */
export async function smallPicture(file: Blob): Promise<string | undefined> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (bitmap === undefined) return undefined;
  const edge = Math.min(bitmap.width, bitmap.height);
  const canvas = document.createElement('canvas');
  const brush = canvas.getContext('2d');
  if (brush === null || edge === 0) return undefined;
  for (const side of sides) {
    canvas.width = side;
    canvas.height = side;
    // Behind what was transparent.
    brush.fillStyle = '#fff';
    brush.fillRect(0, 0, side, side);
    brush.drawImage(
      bitmap,
      (bitmap.width - edge) / 2,
      (bitmap.height - edge) / 2,
      edge,
      edge,
      0,
      0,
      side,
      side,
    );
    for (const quality of qualities) {
      for (const type of ['image/webp', 'image/jpeg']) {
        const blob = await toBlob(canvas, type, quality);
        if (blob !== null && blob.type === type && blob.size <= atMostBytes) return toBase64(blob);
      }
    }
  }
  return undefined;
}
