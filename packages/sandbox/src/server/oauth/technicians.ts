/** Who can sign in to the sandbox: invented people, with no passwords. */
export interface Technician {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly role: string
}

export const technicians: readonly Technician[] = [
  { id: 5, name: 'Imke Vandersloot', email: 'imke.vandersloot@sandbox.example', role: 'System administrator' },
  { id: 6, name: 'Tobiah Rennick', email: 'tobiah.rennick@sandbox.example', role: 'Technician' },
  { id: 7, name: 'Solveig Åmdal', email: 'solveig.amdal@sandbox.example', role: 'Technician' },
  { id: 8, name: 'Marcel Quintrell', email: 'marcel.quintrell@sandbox.example', role: 'Help desk' },
]

/** By id as a form sends it, or by e-mail in any case. */
export function findTechnician(words: string): Technician | undefined {
  const wanted = words.trim().toLowerCase()
  return technicians.find(({ id, email }) => String(id) === wanted || email === wanted)
}
