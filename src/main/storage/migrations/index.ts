/** Every migration, in order. Never change one that was released: add the next. */
import type { Migration } from '../migrate'
import { inbox } from './0001-inbox'
import { selling } from './0002-selling'

export const migrations: readonly Migration[] = [inbox, selling]
