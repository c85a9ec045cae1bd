/** Frappe's refusals as they come over HTTP: the exception's name, and the words as JSON in JSON. */

const STATUS: Readonly<Record<string, number>> = {
  AuthenticationError: 401,
  PermissionError: 403,
  DoesNotExistError: 404,
  DuplicateEntryError: 409,
  ValidationError: 417,
  MandatoryError: 417,
  LinkValidationError: 417,
  UniqueValidationError: 417,
  TimestampMismatchError: 417,
  DataError: 417,
  QueryDeadlockError: 417,
  RateLimitExceededError: 429,
  SessionStopped: 503,
}

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message)
    this.status = STATUS[type] ?? 500
  }

  body(): object {
    return {
      exception: `frappe.exceptions.${this.type}: ${this.message}`,
      exc_type: this.type,
      exc: JSON.stringify(['Traceback (most recent call last): …']),
      _server_messages: JSON.stringify([
        JSON.stringify({ message: this.message, title: 'Message', indicator: 'red', raise_exception: 1 }),
      ]),
    }
  }
}
