import { expect, it } from 'vitest'
import { charts } from '../../../src/report/html/charts.ts'
import { report } from '../examples.ts'

it('charts show only components whose time was measured', () => {
  const components = charts(report)
    .text.split('<figure')
    .find((chart) => chart.includes('Time by component'))
  const idle = report.components.filter(({ busyMs }) => !busyMs).map(({ component }) => component)
  const busy = report.components.filter(({ busyMs }) => busyMs).map(({ component }) => component)
  expect(idle).toEqual(['network', 'wait'])
  for (const component of busy) expect(components).toContain(`>${component}<`)
  for (const component of idle) expect(components).not.toContain(`>${component}<`)
})
