// One round of Prisma JS: the same operations, checks, budgets and output as worker.py.
//   node bench.cjs work <db> <target> <plan.json> <workload.json>
//   node bench.cjs cold <db> <target> <plate>
// BENCH_NODE is the folder that holds node_modules and the generated clients.
'use strict'
const fs = require('fs')
const path = require('path')
const home = path.resolve(process.env.BENCH_NODE)
const { createRequire } = require('module')
const need = createRequire(path.join(home, 'index.js'))

const NOW = new Date('2025-01-01T12:00:00.000Z')
const POOL_SIZE = 10
const [mode, db, target, ...rest] = process.argv.slice(2)

function hwmKb () {
  return Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1])
}

async function connect () {
  const { PrismaClient } = need(path.join(home, 'generated', db, 'index.js'))
  let adapter
  if (db === 'postgresql') {
    const { PrismaPg } = need('@prisma/adapter-pg')
    adapter = new PrismaPg({ connectionString: target, max: POOL_SIZE })
  } else {
    const { PrismaBetterSqlite3 } = need('@prisma/adapter-better-sqlite3')
    adapter = new PrismaBetterSqlite3({ url: 'file:' + target })
  }
  const prisma = new PrismaClient({ adapter, transactionOptions: { maxWait: 20000, timeout: 20000 } })
  if (db === 'sqlite') {
    await prisma.$queryRawUnsafe('PRAGMA journal_mode=WAL')
    await prisma.$executeRawUnsafe('PRAGMA synchronous=NORMAL')
  }
  return prisma
}

function config () {
  if (db === 'postgresql') return `@prisma/adapter-pg, pg Pool max ${POOL_SIZE}, query compiler build "fast" (default), relations by separate queries (default)`
  return '@prisma/adapter-better-sqlite3 (one connection, synchronous native calls), query compiler build "fast" (default), relations by separate queries (default)'
}

const ops = prisma => ({
  findUnique: plate => prisma.vehicle.findUnique({ where: { plate } }),
  findMany: ([status, min]) => prisma.session.findMany({
    where: { status, amount_cents: { gte: min } }, orderBy: { started_at: 'desc' }, take: 100
  }),
  include: after => prisma.session.findMany({
    where: { id: { gt: after }, status: 'COMPLETED' }, orderBy: { id: 'asc' }, take: 50,
    include: { vehicle: true, payments: true }
  }),
  groupBy: () => prisma.session.groupBy({ by: ['status'], _sum: { amount_cents: true }, _count: { _all: true } }),
  create: data => prisma.vehicle.create({ data }),
  createMany: data => prisma.payment.createMany({ data }),
  update: ([id, type]) => prisma.vehicle.update({ where: { id }, data: { type } }),
  checkout: ([sessionId, payment]) => prisma.$transaction(async tx => {
    const session = await tx.session.findUnique({ where: { id: sessionId } })
    await tx.payment.create({ data: payment })
    await tx.session.update({
      where: { id: session.id },
      data: { status: 'COMPLETED', ended_at: NOW, amount_cents: payment.amount_cents }
    })
    await tx.spot.update({ where: { id: session.spot_id }, data: { status: 'FREE' } })
  })
})

function same (what, got, want) {
  if (JSON.stringify(got) !== JSON.stringify(want)) {
    throw new Error(`${what}: got ${JSON.stringify(got).slice(0, 300)} want ${JSON.stringify(want).slice(0, 300)}`)
  }
}

const cmp = (a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)

async function check (run, plan) {
  const e = plan.expect
  const v = await run.findUnique(plan.plates[0])
  same('find_unique', [v.id, v.plate, v.type], e.find_unique)
  if (!(v.created_at instanceof Date)) throw new Error('created_at is not a Date')
  same('created_at', v.created_at.getTime(), new Date(e.find_unique_created_at).getTime())
  const base = r => [r.id, r.vehicle_id, r.spot_id, r.status, r.amount_cents]
  same('find_many', (await run.findMany(plan.listings[0])).map(base), e.find_many)
  same('include', (await run.include(plan.after_ids[0])).map(r =>
    [...base(r), r.vehicle.plate, r.payments.map(p => [p.id, p.amount_cents]).sort(cmp)]), e.include)
  same('group_by', (await run.groupBy()).map(g => [g.status, g._sum.amount_cents, g._count._all]).sort(cmp), e.group_by)
}

function percentile (sorted, q) {
  const k = (sorted.length - 1) * q
  const lo = Math.floor(k)
  const hi = Math.min(lo + 1, sorted.length - 1)
  return sorted[lo] + (sorted[hi] - sorted[lo]) * (k - lo)
}

const clock = () => Number(process.hrtime.bigint()) / 1e9

async function timed (work, results, op, call, args, perCall = 1) {
  const spec = work.ops[op]
  if (global.gc) global.gc()
  let end = clock() + (spec.warm_s ?? 1) * work.warm_s
  let n = 0
  while ((clock() < end || n < 2) && n < (spec.warm_max ?? spec.max)) {
    await call(args.next().value)
    n++
  }
  const lat = []
  end = clock() + work.run_s
  for (;;) {
    const arg = args.next().value
    const t0 = clock()
    await call(arg)
    const t1 = clock()
    lat.push(t1 - t0)
    if (lat.length >= spec.max || (t1 >= end && lat.length >= work.min_iterations)) break
  }
  const total = lat.reduce((a, b) => a + b, 0)
  lat.sort((a, b) => a - b)
  const p50 = percentile(lat, 0.5)
  results[op] = {
    n: lat.length, p50_us: p50 * 1e6, p95_us: percentile(lat, 0.95) * 1e6, mean_us: total / lat.length * 1e6,
    ops_s: perCall > 1 ? perCall / p50 : lat.length / total
  }
}

function * cycle (items) { for (;;) yield * items }
function * batches (it, n) { for (;;) { const b = []; for (let i = 0; i < n; i++) b.push(it.next().value); yield b } }
function * zip (a, b) { for (;;) yield [a.next().value, b.next().value] }

async function work () {
  const plan = JSON.parse(fs.readFileSync(rest[0], 'utf8'))
  const work = JSON.parse(fs.readFileSync(rest[1], 'utf8'))
  const { randomUUID } = require('crypto')
  const prisma = await connect()
  const run = ops(prisma)
  await check(run, plan)

  const results = {}
  const plates = cycle(plan.plates)
  const t = (...a) => timed(work, results, ...a)
  await t('find_unique', run.findUnique, plates)
  await t('find_unique_x32', b => Promise.all(b.map(run.findUnique)), batches(plates, work.concurrency), work.concurrency)
  await t('find_many', run.findMany, cycle(plan.listings))
  await t('include', run.include, cycle(plan.after_ids))
  await t('group_by', run.groupBy, cycle([null]))

  let counter = 0
  function * newVehicles () {
    for (;;) yield { id: randomUUID(), plate: 'NEW-' + String(++counter).padStart(7, '0'), type: 'car', created_at: NOW }
  }
  const newPayment = id => ({
    id: randomUUID(), session_id: id, amount_cents: 1234, method: 'card', status: 'PAID', created_at: NOW
  })
  const done = []
  const sessions = plan.checkouts[Symbol.iterator]()
  function * checkouts () {
    for (;;) {
      const { value, done: end } = sessions.next()
      if (end) return
      done.push(value[0])
      yield [value[0], newPayment(value[0])]
    }
  }
  function * paymentLots () {
    const ids = cycle(plan.checkouts.map(c => c[0]))
    for (;;) yield Array.from({ length: work.create_many_rows }, () => newPayment(ids.next().value))
  }

  const vehicle = await run.create(newVehicles().next().value)
  same('create', vehicle.plate, 'NEW-0000001')
  const updated = await run.update([plan.update_ids[0], 'truck'])
  same('update', [updated.id, updated.type], [plan.update_ids[0], 'truck'])

  await t('create', run.create, newVehicles())
  await t('update', run.update, zip(cycle(plan.update_ids), cycle(['car', 'van', 'moto'])))
  await t('tx', run.checkout, checkouts())
  await t('tx_x16', b => Promise.all(b.map(run.checkout)), batches(checkouts(), work.tx_concurrency), work.tx_concurrency)
  const nCheckouts = done.length
  await t('create_many', run.createMany, paymentLots())

  console.log(JSON.stringify({
    results,
    rss_mb: hwmKb() / 1024,
    config: config(),
    wrote: {
      vehicles: counter, checkouts: nCheckouts,
      lot: work.create_many_rows,
      min_payments: nCheckouts + results.create_many.n * work.create_many_rows,
      checked_out: [done[0], done[done.length - 1]]
    }
  }))
  await prisma.$disconnect()
}

async function cold () {
  const prisma = await connect()
  const v = await prisma.vehicle.findUnique({ where: { plate: rest[0] } })
  if (v.plate !== rest[0]) throw new Error('wrong answer')
  console.log(hwmKb())
  await prisma.$disconnect()
}

(mode === 'cold' ? cold() : work()).catch(e => { console.error(e); process.exit(1) })
