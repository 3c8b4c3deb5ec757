/**
 * What the sandbox's owner asked for and cannot have; `message` is for people. `invalid`: it makes no sense. `missing`:
 * there is no such thing. `conflict`: not as things are now.
 */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly reason: 'invalid' | 'missing' | 'conflict'

  constructor(reason: ControlError['reason'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
