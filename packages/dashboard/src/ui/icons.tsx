/** Our own small drawings on a 16-pixel grid. Decorative: the words beside them carry the meaning. */
import type { ReactNode, SVGProps } from 'react'

type IconProps = Omit<SVGProps<SVGSVGElement>, 'children'>

function Glyph({ children, ...rest }: IconProps & { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      {...rest}
    >
      {children}
    </svg>
  )
}

/** The throwing knife: blade, grip, ring. */
export function KunaiMark(props: IconProps) {
  return (
    <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true" focusable="false" {...props}>
      <g transform="rotate(45 16 16)">
        <path d="M16 0 21.2 14.2 16 19 10.8 14.2Z" fill="currentColor" opacity="0.55" />
        <path d="M16 0 10.8 14.2 16 19Z" fill="currentColor" />
        <path d="M14.7 18h2.6v6.6h-2.6z" fill="currentColor" />
        <circle cx="16" cy="28" r="2.8" fill="none" stroke="currentColor" strokeWidth="2" />
      </g>
    </svg>
  )
}

export const ApprovalsIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="M8 1.8 13.2 4v3.8c0 3-2.1 5.2-5.2 6.4-3.1-1.2-5.2-3.4-5.2-6.4V4Z" />
    <path d="m5.8 8 1.6 1.6 2.9-3.2" />
  </Glyph>
)

export const DevicesIcon = (props: IconProps) => (
  <Glyph {...props}>
    <rect x="1.8" y="2.8" width="12.4" height="8" rx="1.2" />
    <path d="M5.5 13.5h5M8 10.8v2.7" />
  </Glyph>
)

export const BatchesIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="M2 3.5h.1M5 3.5h9M2 8h.1M5 8h9M2 12.5h.1M5 12.5h5M11.5 12.2l1.3 1.3 2-2.4" />
  </Glyph>
)

export const EventsIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="M1.5 8.5h3l2-5 3 9 2-4h3" />
  </Glyph>
)

export const AuditIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="M6.4 9.6 9.6 6.4M7 4.6l1.5-1.5a3.1 3.1 0 0 1 4.4 4.4L11.4 9M9 11.4l-1.5 1.5a3.1 3.1 0 0 1-4.4-4.4L4.6 7" />
  </Glyph>
)

export const PlugIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="M5.6 1.8v3.4M10.4 1.8v3.4M3.6 5.2h8.8v2.2a4.4 4.4 0 0 1-8.8 0ZM8 11.8v2.6" />
  </Glyph>
)

export const FlaskIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="M6.2 1.8v4L2.6 12a1.5 1.5 0 0 0 1.3 2.2h8.2a1.5 1.5 0 0 0 1.3-2.2L9.8 5.8v-4M5.2 1.8h5.6M4.4 9.4h7.2" />
  </Glyph>
)

export const BoltIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="M9 1.5 3 9h4.2L6.6 14.5 13 6.8H8.6Z" fill="currentColor" />
  </Glyph>
)

export const EyeIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z" />
    <circle cx="8" cy="8" r="1.8" />
  </Glyph>
)

export const PencilIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="m10.8 2.4 2.8 2.8-8 8-3.4.6.6-3.4Z" />
  </Glyph>
)

export const TriangleIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="M8 2 14.6 13.4H1.4ZM8 6.4v3M8 11.4v.1" />
  </Glyph>
)

export const OctagonIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="M5.4 1.6h5.2l3.8 3.8v5.2l-3.8 3.8H5.4l-3.8-3.8V5.4ZM8 4.8v3.6M8 11v.1" />
  </Glyph>
)

export const CheckIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="m3 8.6 3.2 3.2L13 4.6" />
  </Glyph>
)

export const CrossIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Glyph>
)

export const ClockIcon = (props: IconProps) => (
  <Glyph {...props}>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M8 4.6V8l2.2 1.6" />
  </Glyph>
)

export const QuestionIcon = (props: IconProps) => (
  <Glyph {...props}>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M6.2 6.3c0-1 .8-1.7 1.8-1.7s1.8.7 1.8 1.6c0 1.2-1.8 1.3-1.8 2.6M8 11.2v.1" />
  </Glyph>
)

export const ChevronIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="m6 3.5 4.5 4.5L6 12.5" />
  </Glyph>
)

export const CopyIcon = (props: IconProps) => (
  <Glyph {...props}>
    <rect x="5.5" y="5.5" width="8" height="8.5" rx="1.4" />
    <path d="M10.5 5.5V3.4A1.4 1.4 0 0 0 9.1 2H3.9a1.4 1.4 0 0 0-1.4 1.4v6.2A1.4 1.4 0 0 0 3.9 11h1.6" />
  </Glyph>
)

export const SearchIcon = (props: IconProps) => (
  <Glyph {...props}>
    <circle cx="7" cy="7" r="4.6" />
    <path d="m10.6 10.6 3.4 3.4" />
  </Glyph>
)

export const RestartIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="M13.4 8A5.4 5.4 0 1 1 11.6 4M13.6 1.8v3h-3" />
  </Glyph>
)

export const SlidersIcon = (props: IconProps) => (
  <Glyph {...props}>
    <path d="M2 4.5h6.2M11.8 4.5H14M2 11.5h2.2M7.8 11.5H14" />
    <circle cx="10" cy="4.5" r="1.8" />
    <circle cx="6" cy="11.5" r="1.8" />
  </Glyph>
)
