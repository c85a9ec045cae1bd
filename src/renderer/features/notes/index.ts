/** Notes on a person, their leads and their orders. */
export { NoteList } from './note-list'
