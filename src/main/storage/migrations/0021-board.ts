/**
 * The board of leads: a column is read by key, and `stage_sums` says how many leads each stage holds and what they are worth, by
 * currency ('' for those without a value). Triggers keep it up whoever writes, so that showing it does not count every lead there ever
 * was. `value` is of type ANY, so that a sum beyond an integer becomes inexact instead of refusing the lead.
 */
import type { Migration } from '../migrate'

const plus = (row: 'NEW' | 'OLD', sign: 1 | -1): string => `
  INSERT INTO stage_sums (stage_id, currency, leads, value)
    VALUES (${row}.stage_id, coalesce(${row}.currency, ''), ${sign}, ${sign} * coalesce(${row}.value, 0))
    ON CONFLICT (stage_id, currency) DO UPDATE SET leads = leads + excluded.leads, value = value + excluded.value;`
const sweep = `DELETE FROM stage_sums WHERE stage_id = OLD.stage_id AND leads = 0;`

export const board: Migration = {
  number: 21,
  name: 'board',
  sql: `
    CREATE INDEX leads_by_stage ON leads (stage_id, updated_at DESC, id DESC);
    CREATE TABLE stage_sums (
      stage_id TEXT NOT NULL, currency TEXT NOT NULL, leads INTEGER NOT NULL, value ANY NOT NULL,
      PRIMARY KEY (stage_id, currency)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO stage_sums
      SELECT stage_id, coalesce(currency, ''), count(*), sum(coalesce(value, 0)) FROM leads GROUP BY 1, 2;
    CREATE TRIGGER lead_staged AFTER INSERT ON leads BEGIN ${plus('NEW', 1)} END;
    CREATE TRIGGER lead_unstaged AFTER DELETE ON leads BEGIN ${plus('OLD', -1)} ${sweep} END;
    CREATE TRIGGER lead_moved AFTER UPDATE OF stage_id, value, currency ON leads
      WHEN OLD.stage_id IS NOT NEW.stage_id OR OLD.value IS NOT NEW.value OR OLD.currency IS NOT NEW.currency
      BEGIN ${plus('OLD', -1)} ${plus('NEW', 1)} ${sweep} END;
  `,
}
