/**
 * The words invented names are made of. No real company is meant: the first words are made up.
 * Each comes with the ASCII code that starts its host names, because not every name is ASCII.
 */
export const businessNames = [
  ['Brackwell', 'BRACKWELL'],
  ['Tarnholt', 'TARNHOLT'],
  ['Quillmere', 'QUILLMERE'],
  ['Ashvane', 'ASHVANE'],
  ['Dorrowby', 'DORROWBY'],
  ['Ilvermoor', 'ILVERMOOR'],
  ['Kestrelby', 'KESTRELBY'],
  ['Lindenfall', 'LINDENFALL'],
  ['Marrowgate', 'MARROWGATE'],
  ['Oxbarrow', 'OXBARROW'],
  ['Møllevang & Søn', 'MOLLEVANG'],
  ['Stavenor', 'STAVENOR'],
  ['Thistlewyke', 'THISTLEWYKE'],
  ['Yarrowdene', 'YARROWDENE'],
  ['Zephyrine', 'ZEPHYRINE'],
  ['Cobbleforth', 'COBBLEFORTH'],
  ["O'Darrow & Finchley", 'ODARROW'],
  ['Velmory', 'VELMORY'],
  ['Hollowmarsh', 'HOLLOWMARSH'],
  ['Pennycrag', 'PENNYCRAG'],
  ['Grünwaldt', 'GRUENWALDT'],
  ['Larkensfield', 'LARKENSFIELD'],
  ['Emberwick', 'EMBERWICK'],
  ['Saltmarrow', 'SALTMARROW'],
  ['Wrenhollow', 'WRENHOLLOW'],
  ['Fjellstrand', 'FJELLSTRAND'],
  ['Castaval', 'CASTAVAL'],
  ['Nordquay', 'NORDQUAY'],
  ['Juniper Row', 'JUNIPERROW'],
  ['Bellhaven', 'BELLHAVEN'],
  ['Ravelstoke', 'RAVELSTOKE'],
  ['Umbercross', 'UMBERCROSS'],
] as const

export const trades = [
  'Dental Group',
  'Logistics',
  'Legal',
  'Veterinary Clinic',
  'Construction',
  'Bakery',
  'Architects',
  'Accounting',
  'Primary School',
  'Family Practice',
  'Brewery',
  'Print Works',
  'Insurance Brokers',
  'Property Management',
  'Pharmacy',
  'Joinery',
  'Hotels',
  'Museum Trust',
  'Credit Union',
  'Opticians',
  'Seed Company',
  'Machine Works',
  'Foods',
  'Marine Supply',
] as const

export const places = ['Main office', 'Warehouse', 'Branch North', 'Branch East', 'Workshop', 'Remote staff'] as const

export const streets = [
  'Mill Lane',
  'Station Road',
  'Quay Street',
  'Orchard Way',
  'Foundry Row',
  'Chapel Hill',
] as const

export const firstNames = [
  'ada',
  'bruno',
  'carla',
  'dmitri',
  'elif',
  'farid',
  'greta',
  'hana',
  'ivo',
  'jonas',
  'kaya',
  'lena',
  'mateo',
  'noor',
  'oskar',
  'priya',
] as const

export const lastNames = [
  'aldane',
  'brisk',
  'corwell',
  'dunmere',
  'esker',
  'fallow',
  'garrin',
  'hask',
  'imber',
  'jorrin',
  'kelvane',
  'lorne',
] as const

/** What people call machines when they rename them. */
export const friendlyNames = [
  'Reception PC',
  'Front desk',
  'Meeting room',
  'Spare laptop',
  'Manager laptop',
  'Scanner station',
] as const
