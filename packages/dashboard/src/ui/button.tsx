import { Link, type LinkProps } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from 'react'

type Look = 'primary' | 'plain' | 'danger' | 'quiet'

const looks: Record<Look, string> = {
  primary:
    'bg-accent-strong text-white border-transparent hover:bg-accent dark:bg-[#5362e6] dark:hover:bg-[#5f6eea] dark:text-white disabled:bg-sunken! disabled:text-faint! disabled:border-line!',
  plain: 'bg-surface text-ink border-edge/60 hover:bg-sunken disabled:text-faint',
  danger: 'bg-surface text-bad border-bad/50 hover:bg-bad-wash disabled:text-faint',
  quiet: 'bg-transparent text-soft border-transparent hover:bg-sunken hover:text-ink disabled:text-faint',
}

const base =
  'inline-flex items-center justify-center gap-1.5 rounded-md border px-3 font-medium text-sm whitespace-nowrap select-none transition-colors'
const sizes = { small: 'min-h-7 px-2 text-xs', normal: 'min-h-8', large: 'min-h-11 px-4 text-base' }

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look
  size?: keyof typeof sizes
}

export function Button({ look = 'plain', size = 'normal', className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={`${base} ${sizes[size]} ${looks[look]} ${className}`} {...rest} />
}

interface ButtonAnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string
  children: ReactNode
}

/** To what is no page, such as a file. */
export function ButtonAnchor({ className = '', children, ...rest }: ButtonAnchorProps) {
  return (
    <a className={`${base} ${sizes.normal} ${looks.plain} ${className}`} {...rest}>
      {children}
    </a>
  )
}

type ButtonLinkProps = LinkProps & { look?: Look; size?: keyof typeof sizes; className?: string; children: ReactNode }

export function ButtonLink({ look = 'plain', size = 'normal', className = '', ...rest }: ButtonLinkProps) {
  return <Link className={`${base} ${sizes[size]} ${looks[look]} ${className}`} {...rest} />
}
