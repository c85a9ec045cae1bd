/** The browser that puppeteer believes in: one tab with one page, both there from the start. */

const common = { title: '', url: 'about:blank', attached: false, canAccessOpener: false }
export const TAB = { ...common, targetId: 'leadline-tab', type: 'tab' }
export const PAGE = { ...common, targetId: 'leadline-page', type: 'page' }
export const TAB_SESSION = 'leadline-tab-session'
export const PAGE_SESSION = 'leadline-page-session'

export interface Command {
  id: number
  method: string
  params?: Record<string, unknown>
  /** Undefined: the browser's own commands. */
  sessionId?: string
}

export interface Event {
  method: string
  params: Record<string, unknown>
  sessionId?: string
}

/**
 * What becomes of a command: answered here, after some events; the end of the page; refused, since one page is no browser; or the
 * page's to answer, in the session named.
 */
export type Verdict =
  | { kind: 'answer'; before: Event[]; result: Record<string, unknown> }
  | { kind: 'close'; before: Event[]; result: Record<string, unknown> }
  | { kind: 'refuse' }
  | { kind: 'forward'; sessionId: string | undefined }

const answer = (result: Record<string, unknown> = {}, before: Event[] = []): Verdict => ({
  kind: 'answer',
  before,
  result,
})

const created = (targetInfo: object): Event => ({ method: 'Target.targetCreated', params: { targetInfo } })

const tabAttached: Event = {
  method: 'Target.attachedToTarget',
  params: { targetInfo: TAB, sessionId: TAB_SESSION, waitingForDebugger: false },
}

const pageAttached: Event = {
  method: 'Target.attachedToTarget',
  params: { targetInfo: PAGE, sessionId: PAGE_SESSION, waitingForDebugger: false },
  sessionId: TAB_SESSION,
}

const bothDetached: Event[] = [
  {
    method: 'Target.detachedFromTarget',
    params: { sessionId: PAGE_SESSION, targetId: PAGE.targetId },
    sessionId: TAB_SESSION,
  },
  { method: 'Target.detachedFromTarget', params: { sessionId: TAB_SESSION, targetId: TAB.targetId } },
]

export function judge({ method, sessionId }: Command): Verdict {
  if (sessionId === undefined) return ofBrowser(method)
  if (sessionId === TAB_SESSION)
    return method === 'Target.setAutoAttach' ? answer({}, [pageAttached]) : answer()
  if (sessionId !== PAGE_SESSION) return { kind: 'forward', sessionId }
  // A real window has its own measures, and setting others would show in it.
  if (method === 'Emulation.setDeviceMetricsOverride') return answer()
  return { kind: 'forward', sessionId: undefined }
}

function ofBrowser(method: string): Verdict {
  switch (method) {
    case 'Browser.getVersion':
      return answer({
        protocolVersion: '1.3',
        product: 'Chrome',
        revision: '',
        userAgent: '',
        jsVersion: '',
      })
    case 'Target.getBrowserContexts':
      return answer({ browserContextIds: [] })
    case 'Target.setDiscoverTargets':
      return answer({}, [created(TAB), created(PAGE)])
    case 'Target.setAutoAttach':
      return answer({}, [tabAttached])
    case 'Target.createTarget':
      // There is one page, and it is the one that was meant.
      return answer({ targetId: PAGE.targetId })
    case 'Target.activateTarget':
      return answer()
    case 'Target.closeTarget':
      return { kind: 'close', before: bothDetached, result: { success: true } }
    case 'Browser.close':
      return { kind: 'close', before: [], result: {} }
    default:
      // Some domains, as cookies, are the browser's and the page's alike.
      return /^(?:Browser|Target)\./.test(method)
        ? { kind: 'refuse' }
        : { kind: 'forward', sessionId: undefined }
  }
}
