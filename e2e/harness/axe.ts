/** What every screen must be: free of serious findings of axe in light and dark, and nowhere wider than its window. */
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
const WIDTHS = [360, 760, 1100]
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 800 },
]
const SHOTS = path.join(import.meta.dirname, '../../test-results/screens')

const softly = expect.configure({ soft: true })

/** What can be scrolled sideways, and the window itself where it can be scrolled at all, named as well as it can be. */
const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('*')]
      .filter((element) => {
        const root = element === document.documentElement
        if (root && element.scrollHeight > element.clientHeight + 1) return true
        const scrolls = root || /auto|scroll/.test(getComputedStyle(element).overflowX)
        return scrolls && element.scrollWidth > element.clientWidth + 1
      })
      .map(
        (element) =>
          `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.className}`,
      ),
  )

/** Judges the screen as it stands, and keeps pictures of it for people to look at. */
export async function judge(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const size of SIZES) {
      await page.setViewportSize(size)
      await page.screenshot({ path: path.join(SHOTS, `${name}-${colorScheme}-${size.width}.png`) })
    }
    const { violations, passes } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => ({
        id,
        where: nodes.slice(0, 4).map((node) => `${node.html} ${node.failureSummary ?? ''}`),
      }))
    // A look that saw nothing proves nothing.
    expect(passes.length).toBeGreaterThan(5)
    expect.soft(serious, `${name}, ${colorScheme}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    // The panes follow the window's size a moment later.
    await softly.poll(() => overflowing(page), { message: `${name} at ${width} px` }).toEqual([])
    if (width === 360) await page.screenshot({ path: path.join(SHOTS, `${name}-light-360.png`) })
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}
