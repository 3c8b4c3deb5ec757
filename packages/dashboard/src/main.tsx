import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { takeReturnedQuery } from './connections/returned-query.ts'
import { createDashboardRouter } from './router.tsx'
import { takeSignInToken } from './sign-in/token.ts'
import './styles.css'

// First of all, so that the token is out of the address bar before anything else can read the address.
takeSignInToken()
takeReturnedQuery()

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no #root element')

const { router, client } = createDashboardRouter()

createRoot(root).render(
  <StrictMode>
    {/* The gateway's content security policy allows no style elements. */}
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
)
