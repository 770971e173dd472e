import Fastify from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { expect, it } from 'vitest'
import { createWebApp } from './web-app.ts'

it('a web app that is not built says how to build it, and the rest is served', async () => {
  await using server = Fastify().withTypeProvider<ZodTypeProvider>()
  server.get('/system', () => ({ state: 'ok' }))
  await createWebApp('/a/folder/that/is/not/there').serve(server)
  const page = await server.inject({ url: '/', headers: { accept: 'text/html' } })
  expect(page.statusCode).toBe(200)
  expect(page.headers['content-type']).toContain('text/html')
  expect(page.body).toContain('npm run build')
  expect((await server.inject('/system')).json()).toEqual({ state: 'ok' })
  expect((await server.inject('/assets/main.js')).statusCode).toBeGreaterThanOrEqual(400)
})
