/** The pipeline of all leads, by stage. */
export { LeadsScreen } from './screen'
