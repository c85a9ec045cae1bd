/** The certificate of an erasure: shown, saved as a file, and then forgotten here. */
import { FileCheck2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Certificate } from '../../../contract'
import { client, onOnline } from '../../client'
import { attempt } from '../../lib/attempt'
import { LANGUAGES } from '../../i18n'
import { useFormat } from '../../lib/format'
import { useMay } from '../../stores/rights'
import { Button, Dialog, toast } from '../../ui'
import { certificateText, certificateWords } from './certificate-text'
import { showCertificate, useErasing } from './state'

async function readWaiting(): Promise<void> {
  const waiting = await attempt(() => client.erasing.certificates())
  if (waiting) useErasing.setState({ waiting })
}

function save(content: BlobPart[], type: string, name: string): void {
  const url = URL.createObjectURL(new Blob(content, { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))

function Shown({ certificate }: { certificate: Certificate }) {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  const [printing, setPrinting] = useState(false)
  const words = certificateWords(t, format, certificate)
  const text = certificateText(words)
  const name = `leadline-erasure-${certificate.id.slice(0, 8)}`
  const take = async () => {
    const taken = await attempt(async () => {
      await client.erasing.taken({ id: certificate.id })
      return true
    })
    if (!taken) return
    showCertificate(null)
    toast(t('erasing.saved'))
    await readWaiting()
  }
  const savePaper = async () => {
    setPrinting(true)
    const language = LANGUAGES.find((one) => one === i18n.language) ?? 'en'
    const paper = await attempt(() => client.erasing.paper({ words, language }))
    setPrinting(false)
    if (paper === null) return
    save([bytesOf(paper.pdf)], 'application/pdf', `${name}.pdf`)
    await take()
  }
  const saveText = () => {
    save(['\uFEFF', text], 'text/plain;charset=utf-8', `${name}.txt`)
    void take()
  }
  return (
    <Dialog
      open
      onClose={() => showCertificate(null)}
      title={t('erasing.certificate.title')}
      description={t('erasing.certificate.text')}
      width="md"
      footer={
        <>
          <Button variant="ghost" className="mr-auto" onClick={() => showCertificate(null)}>
            {t('erasing.later')}
          </Button>
          <Button onClick={saveText}>{t('erasing.saveText')}</Button>
          <Button variant="primary" busy={printing} onClick={() => void savePaper()}>
            {t('erasing.savePaper')}
          </Button>
        </>
      }
    >
      <pre
        // Scrolled with the keyboard where it is long.
        tabIndex={0}
        role="region"
        aria-label={t('erasing.certificate.title')}
        className="max-h-[50dvh] overflow-auto rounded-card border border-line bg-surface-2 p-3 font-sans text-small whitespace-pre-wrap text-text-1"
      >
        {text}
      </pre>
    </Dialog>
  )
}

/** The dialog, and what reads which ones wait. */
export function CertificateDialog() {
  const shown = useErasing((state) => state.shown)
  const may = useMay('erase')
  useEffect(() => {
    if (!may) return
    void readWaiting()
    return onOnline(() => void readWaiting())
  }, [may, shown])
  return shown === null ? null : <Shown certificate={shown} />
}

/** Below the list: that a certificate waits to be saved, after a crash, say. */
export function CertificatesLine() {
  const { t } = useTranslation()
  const may = useMay('erase')
  const [first] = useErasing((state) => state.waiting)
  if (!may || first === undefined) return null
  return (
    <div className="flex items-center gap-2 border-t border-line px-4 py-2 text-small text-text-2">
      <FileCheck2 aria-hidden className="size-4 shrink-0 text-success" />
      <span className="min-w-0 grow">{t('erasing.waits')}</span>
      <Button size="sm" onClick={() => showCertificate(first)}>
        {t('erasing.show')}
      </Button>
    </div>
  )
}
