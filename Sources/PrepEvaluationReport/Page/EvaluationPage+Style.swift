import PrepReport

extension EvaluationPage {
  /// What is added to the style sheet of all pages. It must contain neither `<` nor `&`, so that the page is well-formed XML.
  static let style: HTML = """
    :root { --m0: #55606c; --m1: #0b62c4; --m2: #a3480a; --m3: #7a3ea8; --open: #8a5300; --bad-fill: #fbe4e2; --good-fill: #dff1e5; }
    @media (prefers-color-scheme: dark) {
      :root { --m0: #a0abb7; --m1: #6fb0ff; --m2: #f0a66a; --m3: #c79bf0; --open: #f0b860; --bad-fill: #4a2220; --good-fill: #17402a; }
    }
    .m0 { color: var(--m0); } .m1 { color: var(--m1); } .m2 { color: var(--m2); } .m3 { color: var(--m3); }
    .banner { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; max-width: none; padding: .9rem 1.1rem; border-radius: .5rem;
      background: var(--panel); border-left: .4rem solid var(--open); }
    .banner b { font-size: 1.75rem; line-height: 1.2; }
    .banner.go { border-color: var(--good); } .banner.go b { color: var(--good); }
    .banner.nogo { border-color: var(--bad); } .banner.nogo b { color: var(--bad); }
    .banner.open b { color: var(--open); }
    .reasons { max-width: 70ch; padding-left: 1.25rem; }
    .reasons li { margin-bottom: .35rem; }
    .result { white-space: nowrap; font-weight: 600; }
    .result.passed { color: var(--good); } .result.failed { color: var(--bad); } .result.open { color: var(--open); }
    .plain th small, .plain td small, .intervals small { display: block; margin-left: 0; }
    .gates th { width: 30%; }
    .gates td:nth-child(2) { width: 7rem; }
    .scroll th[scope="row"], .scroll thead th:first-child { min-width: 6.5rem; }
    .plot { position: relative; height: 1rem; min-width: 6rem; border-radius: .2rem; background: var(--panel); }
    .plot i { position: absolute; top: .3rem; bottom: .3rem; min-width: 2px; background: currentColor; opacity: .45; border-radius: .1rem; }
    .plot b { position: absolute; top: .1rem; bottom: .1rem; width: 3px; margin-left: -1.5px; background: currentColor; }
    .plot u { position: absolute; top: -.1rem; bottom: -.1rem; width: 1px; background: var(--tick); }
    .intervals { table-layout: fixed; }
    .intervals th { width: 26%; }
    .intervals .number { width: 14rem; white-space: normal; }
    .intervals td, .intervals th { padding-top: .35rem; padding-bottom: .35rem; }
    .wide .plot { margin-top: .2rem; }
    .wide td { min-width: 9.5rem; }
    .swatch { display: inline-block; width: .75rem; height: .75rem; margin-right: .4rem; border-radius: .15rem; background: currentColor; }
    .scatter { max-width: 34rem; margin-bottom: 1rem; }
    .scatter > svg { display: block; width: 100%; height: auto; }
    .scatter text { fill: var(--soft); font-size: 13px; }
    .scatter .frame { fill: none; stroke: var(--line); }
    .scatter .truth { stroke: var(--soft); stroke-dasharray: 4 3; }
    .scatter polygon.tolerance { fill: var(--soft); opacity: .16; }
    .legend i.tolerance { background: var(--soft); opacity: .35; }
    .legend { flex-wrap: wrap; }
    .legend .key { display: inline-block; width: .9rem; height: .9rem; margin-right: .3rem; vertical-align: middle; }
    svg circle { fill: currentColor; opacity: .7; }
    svg path { fill: none; stroke: currentColor; stroke-width: 1.6; opacity: .85; }
    svg .outside { fill: none; stroke: currentColor; opacity: 1; stroke-dasharray: 2 1.5; }
    .confusion { width: auto; }
    .confusion td { min-width: 3rem; }
    .confusion .number { padding: .35rem .6rem; }
    .confusion .zero { color: var(--soft); }
    .confusion .hit { background: var(--good-fill); font-weight: 600; }
    .confusion .miss { background: var(--bad-fill); }
    .filter { display: flex; flex-wrap: wrap; gap: .4rem 1.1rem; margin: 0 0 1rem; padding: .5rem .9rem .7rem; border: 1px solid var(--line); border-radius: .5rem; }
    .filter label { padding: .2rem 0; cursor: pointer; }
    #items section { padding: .25rem 0 0; border: 0; }
    #items:has(#show-worse:checked) > section:not(.kind-worse), #items:has(#show-better:checked) > section:not(.kind-better),
    #items:has(#show-suspect:checked) > section:not(.kind-suspect), #items:has(#show-different:checked) > section:not(.kind-different),
    #items:has(#show-wrong:checked) > section:not(.kind-wrong) { display: none; }
    .item { padding: .75rem .9rem; margin-bottom: .75rem; border: 1px solid var(--line); border-radius: .5rem; content-visibility: auto;
      contain-intrinsic-size: auto 16rem; }
    .item h4 small { margin-left: .6rem; font-weight: 400; }
    .look { display: flex; flex-wrap: wrap; gap: 1rem; }
    .look > figure { flex: none; max-width: 15rem; }
    .look > div { flex: 1 1 18rem; min-width: 0; }
    .standings { display: flex; flex-wrap: wrap; gap: .2rem 1.25rem; margin: 0 0 .5rem; padding: 0; list-style: none; }
    .values { table-layout: fixed; min-width: 26rem; }
    .values caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .values .wrong { background: var(--bad-fill); padding-left: .4rem; }
    .values .right { padding-left: .4rem; }
    .values .none { color: var(--soft); font-style: italic; }
    .values small { color: var(--bad); }
    .long[open] summary .text { display: block; position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .item .text { font-size: .875rem; }
    .ids { columns: 14rem; padding-left: 1.25rem; }
    @media (max-width: 44rem) {
      .banner b { font-size: 1.5rem; }
      .intervals tr, .intervals td, .intervals th, .gates tr, .gates td, .gates th { display: block; width: auto; border: 0; padding: .1rem 0; }
      .intervals .number, .gates td:nth-child(2) { width: auto; text-align: left; }
      .bars.intervals .number { padding-left: 0; }
      .intervals tr { padding: .3rem 0; }
      .gates thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      .gates tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
      .scroll caption { position: sticky; left: 0; width: calc(100vw - 2rem); }
      .ids { columns: 1; }
    }
    @media print { .item { content-visibility: visible; break-inside: avoid; } .filter { display: none; } }

    """
}
