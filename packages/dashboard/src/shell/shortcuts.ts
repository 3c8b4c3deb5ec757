/** Single keys. They never fire while somebody types, with a modifier, or behind an open dialog. */
import { useEffect, useEffectEvent } from 'react'
import { areSingleKeysOn } from './preferences.ts'

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

function isForUs(event: KeyboardEvent): boolean {
  if (!areSingleKeysOn() || event.defaultPrevented || event.repeat) return false
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return false
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') === null
}

/** How long the second key of a pair may take. */
const pairTimeoutMs = 1_200

/** Keys are single characters, or pairs written with a space: "g a". */
export function useShortcuts(actions: Record<string, (event: KeyboardEvent) => void>): void {
  const perform = useEffectEvent((keys: string, event: KeyboardEvent): boolean => {
    const action = actions[keys]
    action?.(event)
    return action !== undefined
  })

  useEffect(() => {
    let first = ''
    let firstAt = 0
    function handle(event: KeyboardEvent) {
      if (!isForUs(event)) return
      const isPair = first !== '' && event.timeStamp - firstAt < pairTimeoutMs
      const isDone = (isPair && perform(`${first} ${event.key}`, event)) || perform(event.key, event)
      first = isDone ? '' : event.key
      firstAt = event.timeStamp
    }
    window.addEventListener('keydown', handle)
    return () => window.removeEventListener('keydown', handle)
  }, [])
}
