/**
 * Files that a message may not name any more, or not yet: a crash in between would leave them behind unseen. The next start removes
 * those that are named by none. Whatever else lies in the media folder (after an older database was put back) is left for a person to
 * decide on.
 */
import type { Migration } from '../migrate'

export const mediaDoubts: Migration = {
  number: 9,
  name: 'media-doubts',
  sql: `
    CREATE TABLE media_doubts (file TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE INDEX messages_media_file ON messages (media_file) WHERE media_file IS NOT NULL;
    CREATE TRIGGER media_erased AFTER DELETE ON messages WHEN OLD.media_file IS NOT NULL BEGIN
      INSERT OR IGNORE INTO media_doubts (file) VALUES (OLD.media_file);
    END;
    CREATE TRIGGER media_replaced AFTER UPDATE OF media_file ON messages
      WHEN OLD.media_file IS NOT NULL AND OLD.media_file IS NOT NEW.media_file BEGIN
      INSERT OR IGNORE INTO media_doubts (file) VALUES (OLD.media_file);
    END;
  `,
}
