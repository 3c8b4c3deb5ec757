import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { CrossIcon } from './icons.tsx'

interface DialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
}

export function Dialog({ title, isOpen, onClose, children }: DialogProps) {
  return (
    <BaseDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-[#05070b]/45" />
        <BaseDialog.Popup className="fixed inset-x-3 top-[max(0.75rem,12dvh)] z-50 mx-auto max-h-[80dvh] max-w-md overflow-y-auto rounded-xl border border-line bg-surface p-5 shadow-float">
          <header className="mb-4 flex items-start justify-between gap-4">
            <BaseDialog.Title className="font-semibold text-lg">{title}</BaseDialog.Title>
            <BaseDialog.Close
              aria-label="Close"
              className="-mt-1 -mr-1 grid size-8 place-items-center rounded-md text-soft hover:bg-sunken"
            >
              <CrossIcon />
            </BaseDialog.Close>
          </header>
          {children}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}
