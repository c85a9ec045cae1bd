/** The section of the settings that is on the screen: the one that was asked for, until somebody scrolls. */
import { useEffect, useState, type RefObject } from 'react'
import { sectionAt } from './spy'

const HEADING = 'settings-'

/**
 * @param page what scrolls.
 * @param asked the section in the address.
 * @param ready the sections are there.
 */
export function useSection(
  page: RefObject<HTMLElement | null>,
  asked: string | null,
  ready: boolean,
): string | null {
  // By what was asked for when it was found: a section that is asked for next counts at once.
  const [scrolled, setScrolled] = useState<{ asked: string | null; section: string | null } | null>(null)
  useEffect(() => {
    const box = page.current
    if (!box || !ready) return
    // Going to a section scrolls too; only what comes after that is the person's.
    let rest: number | null = null
    const settle = requestAnimationFrame(() => {
      rest = box.scrollTop
    })
    const look = () => {
      if (rest === null || Math.abs(box.scrollTop - rest) < 2) return
      const from = box.getBoundingClientRect().top
      const headings = [...box.querySelectorAll<HTMLElement>(`h2[id^=${HEADING}]`)].map((heading) => ({
        id: heading.id.slice(HEADING.length),
        top: heading.getBoundingClientRect().top - from,
      }))
      const isAtEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 2
      setScrolled({ asked, section: sectionAt(headings, isAtEnd) })
    }
    box.addEventListener('scroll', look, { passive: true })
    return () => {
      cancelAnimationFrame(settle)
      box.removeEventListener('scroll', look)
    }
  }, [page, asked, ready])
  return scrolled !== null && scrolled.asked === asked ? scrolled.section : asked
}
