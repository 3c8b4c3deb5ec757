/** The one text that we write for a filter; `parseDeviceFilter` reads it back as the same terms. */
import { type DeviceFilterTerm, keySpellings, operatorSpellings } from './vocabulary.ts'

export function printDeviceFilter(terms: readonly DeviceFilterTerm[]): string {
  return terms.map(printTerm).join(' AND ')
}

function printTerm(term: DeviceFilterTerm): string {
  switch (term.key) {
    case 'online':
    case 'offline':
      return term.key
    case 'group':
      return `group ${term.id}`
    case 'status':
    case 'created':
      return `${term.key} ${operatorSpellings[term.operator][0]} ${term.value}`
    default: {
      const { operator, values } = term
      const key = keySpellings[term.key][0]
      if (values.length > 1) return `${key} ${operatorSpellings[operator][0]} (${values.join(',')})`
      return `${key} ${operatorSpellings[operator === 'in' ? 'is' : 'isNot'][0]} ${values[0]}`
    }
  }
}
