/** Copies a text to the clipboard and says whether that worked. */
import { i18n } from '../i18n'
import { toast } from '../ui/toast'

export const copyText = (text: string): void =>
  void navigator.clipboard.writeText(text).then(
    () => toast(i18n.t('common.copied'), { about: 'copy' }),
    () => toast(i18n.t('thread.copyFailed'), { about: 'copy' }),
  )
