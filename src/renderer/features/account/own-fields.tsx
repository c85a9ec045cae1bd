/** The person's own name and colour for an account, as fields of a form. */
import { Check } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountColour } from '../../../contract'
import { Input } from '../../ui'
import { COLOURS, inkOf } from './colours'

export interface Own {
  label: string
  colour: AccountColour
}

/** As the contract takes it. */
export const LONGEST_LABEL = 40

export function OwnFields({ value, onChange }: { value: Own; onChange: (value: Own) => void }) {
  const { t } = useTranslation()
  const base = useId()
  return (
    <div className="flex flex-col gap-4">
      <Input
        label={t('account.label')}
        hint={t('account.labelHint')}
        autoComplete="off"
        maxLength={LONGEST_LABEL}
        dir="auto"
        value={value.label}
        onChange={(event) => onChange({ ...value, label: event.currentTarget.value })}
      />
      <div className="flex flex-col gap-1.5">
        <span id={base} className="text-small font-medium text-text-2">
          {t('account.colour')}
        </span>
        <RadioGroup.Root
          aria-labelledby={base}
          value={value.colour}
          onValueChange={(next) => {
            const colour = COLOURS.find((one) => one === next)
            if (colour) onChange({ ...value, colour })
          }}
          className="flex flex-wrap gap-2"
        >
          {COLOURS.map((colour) => (
            <RadioGroup.Item
              key={colour}
              value={colour}
              aria-label={t(`account.colours.${colour}`)}
              title={t(`account.colours.${colour}`)}
              className="flex size-7 items-center justify-center rounded-full data-[state=checked]:ring-2 data-[state=checked]:ring-text-1 data-[state=checked]:ring-offset-2 data-[state=checked]:ring-offset-surface-1"
              style={{ background: inkOf(colour) }}
            >
              <RadioGroup.Indicator>
                <Check aria-hidden className="size-4 text-surface-1" strokeWidth={3} />
              </RadioGroup.Indicator>
            </RadioGroup.Item>
          ))}
        </RadioGroup.Root>
      </div>
    </div>
  )
}
