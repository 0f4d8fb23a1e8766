// Every page, and its states that an address alone leads to.

/** The fragments of the addresses. */
export const fragments = ['#/overview', '#/matrix', '#/matrix/policy-diagnostics/network', '#/teams', '#/teams/Billing', '#/funnel',
  '#/patterns', '#/patterns/unsafe-defaults', '#/detection', '#/reviews', '#/sources', '#/policy', '#/about', '#/teams/Nobody',
  '#/changes', '#/changes?find=nothing-holds-this', '#/compare', '#/compare/team/Billing/Storefront', '#/gap', '#/debt', '#/threats',
  '#/change/tidewrack%2Flake-infra%23527', '#/gap?why=nothing', '#/nowhere'];
