/** What a plan's approval says it is about: our own action, not an operation of NinjaOne's. */
export const planOperation = 'batches.run'
