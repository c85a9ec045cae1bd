/**
 * One account through every state it can be in and back, each brought about from outside: by the phone, the site, the line or the browser
 * on the machine, and each seen as the screens see it, over the contract.
 */
import type { ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { findBrowser } from '../../scripts/find-browser.mjs'
import type { Account, AttentionReason } from '../../src/contract'
import { phoneOf } from '../steps'
import { endBrowser, killPart, startBrowser } from './browsers'
import { judgeIncoming } from './judge'
import { Shop } from './shop'
import { Stage } from './stage'

/** Ordinary times, and codes that WhatsApp changes so quickly that all rounds are over in seconds. */
const QR = { firstMs: 60_000, nextMs: 20_000, count: 6 }
const QUICK_QR = { firstMs: 150, nextMs: 150, count: 2 }

test('one account goes through every state and back', async () => {
  test.setTimeout(420_000)
  test.skip(process.platform === 'win32', 'the browser is found and killed with ps')
  // A browser that can be taken away and put back, as an update of it does.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-browser-'))
  const browser = path.join(folder, 'browser')
  const giveBrowser = (): void => fs.symlinkSync(findBrowser() ?? 'none', browser)
  giveBrowser()
  const stage = await Stage.open({ env: { LEADLINE_BROWSER: browser } })
  try {
    const shop = new Shop(stage, 'main', 1)
    const { accountId, phone } = shop
    const lobby = stage.world.whatsapp
    const press = (what: 'connect' | 'refreshQr' | 'useQr' | 'reconnectNow') =>
      stage.ask((client) => client.accounts[what]({ accountId }))
    const shows = (state: Account['state'], reason: AttentionReason | null = null) =>
      shop.shows(`${state} ${reason ?? ''}`, (now) => now.state === state && now.reason === reason)
    const showsQr = async () => (await shop.shows('a QR code', ({ qr }) => qr !== null)).qr!.text
    const connected = async (): Promise<void> => {
      await shop.settle()
      expect(await shop.account()).toMatchObject({
        state: 'connected',
        reason: null,
        qr: null,
        nextTryAt: null,
      })
    }

    await test.step('unlinked, linking by QR and by code', async () => {
      await shop.seed()
      await shows('unlinked')
      await press('connect')
      await shows('linking')
      await showsQr()
      await stage.ask((client) => client.accounts.pairingCode({ accountId, phone: `+${phoneOf(99)}` }))
      const { pairingCode } = await shop.shows('a pairing code', (now) => now.pairingCode !== null)
      expect(pairingCode).toMatchObject({ phone: `+${phoneOf(99)}` })
      await press('useQr')
      await showsQr()
    })

    await test.step('nobody scans', async () => {
      await lobby.configure({ qr: QUICK_QR })
      await press('refreshQr')
      await shows('attention', 'qr-unanswered')
      await lobby.configure({ qr: QR })
      await press('connect')
      await shows('linking')
    })

    await test.step('the phone wants a passkey', async () => {
      await phone.configure({ passkey: true })
      const qr = await showsQr()
      await expect(phone.pair({ qr })).rejects.toThrow('passkey')
      await shows('attention', 'passkey')
      await phone.configure({ passkey: false })
    })

    await test.step('WhatsApp does not accept the link', async () => {
      await lobby.configure({ boot: { pairMs: 1_500 } })
      await phone.configure({ refusesLink: true, boot: { pairMs: 1_500 } })
      await press('connect')
      for (const last of [false, true]) {
        await expect(phone.pair({ qr: await showsQr() })).rejects.toThrow('could not be linked')
        await shows('syncing')
        if (!last) await shows('linking')
      }
      await shows('attention', 'auth-failure')
      await phone.configure({ refusesLink: false, boot: { pairMs: 200 } })
      await lobby.configure({ boot: { pairMs: 200 } })
    })

    await test.step('linked: syncing, connected', async () => {
      await phone.configure({ boot: { syncMs: 2_500 } })
      await press('connect')
      await phone.pair({ qr: await showsQr() })
      const { progress } = await shows('syncing')
      expect(progress).not.toBeNull()
      await phone.configure({ boot: { syncMs: 300 } })
      await connected()
    })

    await test.step('WhatsApp takes no messages to new chats', async () => {
      await phone.configure({ timelocked: true })
      await shows('connected', 'timelock')
      await phone.configure({ timelocked: false })
      await shows('connected')
    })

    await test.step('the line is cut: reconnecting', async () => {
      await phone.network({ up: false })
      await shows('reconnecting')
      await shop.write()
      await phone.network({ up: true })
      await shows('connected')
    })

    await test.step('the site and the line are gone, and the browser with them: reconnecting, with the next try', async () => {
      await phone.network({ up: false, http: false })
      await killPart(shop.profile, 'browser')
      await shows('reconnecting')
      await phone.network({ up: true })
      await connected()
    })

    await test.step('signed out on the phone: linking, and why', async () => {
      await phone.unpair({})
      await shows('linking', 'logged-out')
      await phone.pair({ qr: await showsQr() })
      await shows('connected')
    })

    await test.step('opened elsewhere', async () => {
      await phone.socketState({ state: 'CONFLICT' })
      await shows('attention', 'conflict')
      await press('connect')
      await shows('connected')
    })

    for (const state of ['TOS_BLOCK', 'SMB_TOS_BLOCK'] as const)
      await test.step(`banned: ${state}`, async () => {
        await phone.socketState({ state })
        await shows('attention', 'banned')
        // The review went well; what the button does.
        await press('reconnectNow')
        await shows('connected')
      })

    await test.step('WhatsApp has changed', async () => {
      await phone.configure({ release: 'renamed-throws' })
      await phone.reload({})
      await shows('attention', 'changed')
      await phone.configure({ release: 'normal' })
      await press('connect')
      await shows('connected')
    })

    await test.step('the browser was uninstalled', async () => {
      fs.rmSync(browser)
      await killPart(shop.profile, 'browser')
      await shows('attention', 'browser-missing')
      giveBrowser()
      await press('connect')
      await shows('connected')
    })

    await test.step('another browser has the profile', async () => {
      const link = path.join(folder, 'profile')
      fs.symlinkSync(shop.profile, link)
      let other: ChildProcess | null = null
      try {
        await stage.killApp(async () => {
          other = await startBrowser(browser, link)
        })
        await shows('attention', 'profile-in-use')
        // It is somebody's: left alone, and asked for.
        expect(other).toMatchObject({ exitCode: null, signalCode: null })
      } finally {
        await endBrowser(other)
      }
      await press('connect')
      await connected()
    })

    await test.step('not started yet, behind accounts that were used later: off', async () => {
      const others = [2, 3].map(async (number) => {
        const { id } = await stage.ask((client) => client.accounts.add({ label: `Shop ${number}` }))
        const other = new Shop(stage, id, number)
        await other.link()
        return other
      })
      const both = await Promise.all(others)
      const hang = (http: 'hang' | true) =>
        Promise.all(both.map((other) => other.phone.network({ up: http === true, http })))
      await stage.killApp(() => hang('hang'))
      await shows('stopped')
      await press('connect')
      await shows('connected')
      await hang(true)
      await Promise.all(both.map((other) => other.settle()))
    })

    await test.step('unlinked by the person', async () => {
      await shop.write()
      await judgeIncoming(shop)
      await stage.ask((client) => client.accounts.unlink({ accountId }))
      expect(await shop.account()).toMatchObject({ state: 'unlinked', reason: null, qr: null })
      expect((await phone.state()).devices).toEqual([])
    })

    await stage.endApp()
    expect(stage.words()).not.toMatch(/unhandled|uncaught/i)
  } catch (error) {
    await test.info().attach('app', { body: stage.words(), contentType: 'text/plain' })
    throw error
  } finally {
    await stage.close()
    fs.rmSync(folder, { recursive: true, force: true })
  }
})
