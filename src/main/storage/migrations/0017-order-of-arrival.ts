/** Chats of one second stand in the order in which their messages arrived. */
import type { Migration } from '../migrate'

export const orderOfArrival: Migration = {
  number: 17,
  name: 'order-of-arrival',
  sql: `
    DROP INDEX conversations_by_activity;
    DROP INDEX conversations_by_activity_of_account;
    DROP INDEX conversations_unread;
    CREATE INDEX conversations_by_activity ON conversations (archived, at DESC, coalesce(last_message_id, 0) DESC, id DESC);
    CREATE INDEX conversations_by_activity_of_account
      ON conversations (account_id, archived, at DESC, coalesce(last_message_id, 0) DESC, id DESC);
    CREATE INDEX conversations_unread ON conversations (at DESC, coalesce(last_message_id, 0) DESC, id DESC) WHERE unread > 0;
  `,
}
