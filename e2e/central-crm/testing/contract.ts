/** Checks an answer against the OpenAPI document: that the address is in it, and that the body is what it says there. */
import { answerFault } from '../openapi/judge'

/** @throws where the document has no such address or answer, or the body does not fit. */
export function checkAnswer(method: string, path: string, status: number, type: string, body: unknown): void {
  const fault = answerFault(method, path, status, type, body)
  if (fault !== null) throw new Error(fault)
}
