/**
 * A picture as products have it: at most so large, as JPEG on white. What a phone takes has several megabytes, and says where it was taken:
 * drawn anew it does neither.
 */

/** Pixels of the longer side. */
const MOST = 1600
const QUALITY = 0.85

/** The size it is drawn in: as it is, or smaller. */
export function drawnSize(width: number, height: number): { width: number; height: number } {
  const by = Math.min(1, MOST / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * by)), height: Math.max(1, Math.round(height * by)) }
}

/** Null for a file that this browser can't read as a picture, or has too little memory for. */
export async function preparePicture(file: Blob): Promise<File | null> {
  // Turned as its camera was held.
  const image = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)
  if (!image) return null
  const { width, height } = drawnSize(image.width, image.height)
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) return null
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(image, 0, 0, width, height)
  image.close()
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY }).catch(() => null)
  return blob && new File([blob], 'picture.jpg', { type: 'image/jpeg' })
}
