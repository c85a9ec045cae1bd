/** People: everybody known, and one of them beside the list; one at a time where the window is small. */
import { cx } from '../../lib/cx'
import { useNarrow } from '../../lib/use-media'
import { usePanes } from '../../shell/panes'
import { CertificatesLine, ErasingHost } from '../erasing'
import { PeopleList } from './people-list'
import { PersonPage } from './person-page'
import { StartChatDialogHost } from './start-chat-button'

export function PeopleScreen({ contactId }: { contactId: string | null }) {
  const narrow = useNarrow()
  const panes = usePanes()
  return (
    <main className="flex min-h-0 min-w-0 grow bg-surface-1">
      {(!narrow || contactId === null) && (
        <div
          className={cx('flex min-h-0 flex-col', narrow ? 'min-w-0 grow' : 'shrink-0')}
          style={narrow ? undefined : { width: panes.list }}
        >
          <PeopleList />
          <CertificatesLine />
        </div>
      )}
      {(!narrow || contactId !== null) && <PersonPage contactId={contactId} />}
      <StartChatDialogHost />
      <ErasingHost />
    </main>
  )
}
