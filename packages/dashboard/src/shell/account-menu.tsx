import { Menu } from '@base-ui/react/menu'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import type { Session } from '../api/contract.ts'
import { closeSession } from '../api/queries.ts'
import { CheckIcon, ChevronIcon } from '../ui/icons.tsx'
import { Untrusted } from '../ui/untrusted.tsx'
import { chooseTheme, type Theme, useTheme } from './preferences.ts'

const themes: [Theme, string][] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]

const item =
  'flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 text-sm outline-none data-[highlighted]:bg-sunken'

interface AccountMenuProps {
  session: Session
  onHelp: () => void
}

export function AccountMenu({ session, onHelp }: AccountMenuProps) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const theme = useTheme()
  // The menu opens inside the page's header instead of at the end of the page, so that it lies in a landmark.
  const frame = useRef<HTMLDivElement>(null)

  async function signOut() {
    // Whatever the gateway answers, nothing of this session stays on screen.
    await closeSession().catch(() => undefined)
    client.clear()
    await navigate({ to: '/sign-in', search: { because: 'signed-out' }, replace: true })
  }

  return (
    <div ref={frame} className="min-w-0">
      <Menu.Root>
        <Menu.Trigger className="flex min-h-9 w-full min-w-0 items-center gap-2 rounded-md px-1.5 text-left text-sm hover:bg-sunken data-[popup-open]:bg-sunken">
          <span
            data-letter={session.person.name.slice(0, 1).toUpperCase()}
            className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-wash font-semibold text-accent text-xs before:content-[attr(data-letter)]"
            aria-hidden="true"
          />
          <span className="sr-only">Account of </span>
          <span className="min-w-0 grow truncate font-medium max-md:sr-only">
            <Untrusted text={session.person.name} />
          </span>
          <ChevronIcon className="hidden size-3.5 shrink-0 rotate-90 text-faint md:block" />
        </Menu.Trigger>
        <Menu.Portal container={frame}>
          <Menu.Positioner sideOffset={6} align="end" className="z-50 outline-none">
            <Menu.Popup className="w-56 rounded-lg border border-line bg-surface p-1 shadow-float outline-none">
              <p className="truncate px-2 pt-1.5 pb-1 text-faint text-xs">
                Signed in as <Untrusted text={session.person.name} className="font-medium text-ink" />
              </p>
              <Menu.Separator className="my-1 border-line border-t" />
              <Menu.Group>
                <Menu.GroupLabel className="px-2 py-1 text-faint text-xs">Theme</Menu.GroupLabel>
                <Menu.RadioGroup value={theme} onValueChange={(value) => chooseTheme(value as Theme)}>
                  {themes.map(([value, label]) => (
                    <Menu.RadioItem key={value} value={value} className={item}>
                      <span className="grid size-4 place-items-center">
                        <Menu.RadioItemIndicator>
                          <CheckIcon className="size-4 text-accent" />
                        </Menu.RadioItemIndicator>
                      </span>
                      {label}
                    </Menu.RadioItem>
                  ))}
                </Menu.RadioGroup>
              </Menu.Group>
              <Menu.Separator className="my-1 border-line border-t" />
              <Menu.Item className={item} onClick={onHelp}>
                Keyboard shortcuts
                <kbd className="ml-auto font-mono text-faint text-xs">?</kbd>
              </Menu.Item>
              <Menu.Item className={item} onClick={signOut}>
                Sign out
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  )
}
