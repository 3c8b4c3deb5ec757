/** What one person chose in one browser: theme and single-key shortcuts. */
import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'

const listeners = new Set<() => void>()

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Blocked storage costs the memory of the choice, not the choice itself.
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function publish(): void {
  for (const listener of listeners) listener()
}

const storedTheme = read('kunai.theme')
let theme: Theme = storedTheme === 'light' || storedTheme === 'dark' ? storedTheme : 'system'
let singleKeys = read('kunai.single-keys') !== 'off'

const prefersDark = window.matchMedia('(prefers-color-scheme: dark)')

function applyTheme(): void {
  const dark = theme === 'dark' || (theme === 'system' && prefersDark.matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
}

prefersDark.addEventListener('change', applyTheme)

export function chooseTheme(next: Theme): void {
  theme = next
  write('kunai.theme', next)
  applyTheme()
  publish()
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, () => theme)
}

/** WCAG 2.1.4: shortcuts of a single key can be switched off. */
export function chooseSingleKeys(on: boolean): void {
  singleKeys = on
  write('kunai.single-keys', on ? 'on' : 'off')
  publish()
}

export function areSingleKeysOn(): boolean {
  return singleKeys
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore(subscribe, areSingleKeysOn)
}
