/** Moves a lead to another stage: on the screen at once, with a way back; into a lost one only with what is known of why. */
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import type { Lead, Stage } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { toast } from '../../ui'
import { withLead } from './board/rules'
import { useBoard } from './board/store'

export interface Move {
  lead: Lead
  to: Stage
  /** Where it is now, to which it can be taken back; undefined where the CRM no longer has that stage. */
  from: Stage | undefined
}

/** The lead that is about to be lost, until the person said why, or thought better of it. */
export const useLosing = create<{ losing: Move | null }>(() => ({ losing: null }))

const show = (lead: Lead) =>
  useBoard.setState(({ columns }) => ({ columns: withLead(columns, lead) ?? columns }))

/** Why a lead was lost no longer holds once it is not. */
const reasonIn = (stage: Stage, given: string | null) =>
  stage.outcome === 'lost' ? { lostReason: given } : { lostReason: null }

async function put(lead: Lead, stage: Stage, reason: string | null): Promise<boolean> {
  const change = { stageId: stage.id, ...reasonIn(stage, reason) }
  show({ ...lead, ...change, updatedAt: Date.now() })
  const after = await attempt(() => client.leads.update({ id: lead.id, ...change }))
  show(after ?? lead)
  return after !== null
}

export interface Mover {
  /** Into a lost stage: asks first. `stages` are all there are. */
  move: (lead: Lead, to: Stage, stages: readonly Stage[]) => void
  /** Moves at once; `reason` counts in a lost stage only. */
  settle: (move: Move, reason: string | null) => Promise<void>
}

export function useMover(): Mover {
  const { t } = useTranslation()
  const settle = async ({ lead, to, from }: Move, reason: string | null) => {
    if (!(await put(lead, to, reason))) return
    toast(t('leads.moved', { title: lead.title, stage: to.name }), {
      about: `lead ${lead.id}`,
      ...(from
        ? { action: { label: t('common.undo'), run: () => void put(lead, from, lead.lostReason) } }
        : {}),
    })
  }
  return {
    settle,
    move: (lead, to, stages) => {
      if (lead.stageId === to.id) return
      const move = { lead, to, from: stages.find(({ id }) => id === lead.stageId) }
      if (to.outcome === 'lost') useLosing.setState({ losing: move })
      else void settle(move, null)
    },
  }
}
