/** A QR code as one drawing; dark on white in both themes, which is what cameras read best. */
import { create as createQr } from 'qrcode'
import { useMemo } from 'react'

/** One path for all dark modules, in units of a module, with the four quiet modules that readers ask for. */
export function qrPath(text: string): { path: string; size: number } {
  const { modules } = createQr(text, { errorCorrectionLevel: 'M' })
  const quiet = 4
  let path = ''
  for (let y = 0; y < modules.size; y++)
    for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) path += `M${x + quiet} ${y + quiet}h1v1h-1z`
  return { path, size: modules.size + 2 * quiet }
}

export function Qr({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => qrPath(text), [text])
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      data-qr={text}
      className="size-full rounded-card bg-[white]"
    >
      <path d={path} fill="black" />
    </svg>
  )
}
