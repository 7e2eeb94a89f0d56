extension ReportPage {
  /// The page's only style sheet, without external fonts, pictures or rules. It must contain neither `<` nor `&`, so that the
  /// page is well-formed XML.
  static let style: HTML = """
    :root { color-scheme: light dark; --page: #fff; --panel: #f5f7f9; --ink: #1a1f25; --soft: #55606c; --line: #d5dbe1; --link: #0b57b0;
      --train: #3b76c4; --validation: #c8741a; --test: #2a8f6a; --good: #1c7c3c; --bad: #b3261e; --tick: #1a1f25; }
    @media (prefers-color-scheme: dark) {
      :root { --page: #11151a; --panel: #1a2027; --ink: #e4e9ee; --soft: #a0abb7; --line: #323b45; --link: #7db4f5;
        --train: #6fa6ea; --validation: #e5a55a; --test: #5cc49c; --good: #6ccf8a; --bad: #ff8f85; --tick: #fff; }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
    body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
      overflow-wrap: anywhere; }
    header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
    header { padding-top: 1.75rem; }
    footer { padding-top: 1rem; padding-bottom: 2rem; color: var(--soft); font-size: .875rem; }
    h1 { margin: 0; font-size: 2rem; line-height: 1.2; }
    h2 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.3; }
    h3 { margin: 1rem 0 .4rem; font-size: 1rem; line-height: 1.35; }
    h4 { margin: 0 0 .4rem; font-size: .9375rem; line-height: 1.35; }
    p { margin: 0 0 .75rem; max-width: 70ch; }
    a { color: var(--link); }
    code { font: .9em ui-monospace, SFMono-Regular, Menlo, monospace; }
    small { color: var(--soft); font-size: .8125rem; }
    dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem .75rem; margin: 0 0 .75rem; }
    dt { color: var(--soft); max-width: 12rem; }
    dd { margin: 0; min-width: 0; }
    summary { cursor: pointer; }
    .kind { margin: 0; color: var(--soft); }
    nav { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; margin: .75rem 0 0; padding: .6rem 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
    section { padding: 1.75rem 0 .5rem; }
    section + section { border-top: 1px solid var(--line); }
    main > section:first-child { padding-top: 1.25rem; }

    .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: .75rem; margin: 0 0 1rem; padding: 0; list-style: none; }
    .tiles a, .tiles div { display: block; height: 100%; padding: .75rem .9rem; border-radius: .5rem; background: var(--panel); color: var(--ink); text-decoration: none; }
    .tiles a:hover, .tiles a:focus-visible { outline: 2px solid var(--link); }
    .tiles b { display: block; font-size: 1.25rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
    .tiles span { color: var(--soft); font-size: .875rem; line-height: 1.35; display: block; }
    .tiles .bad b { color: var(--bad); }
    .tiles .good b { color: var(--good); }
    .facts { color: var(--soft); font-size: .875rem; }
    .facts dl { margin-top: .5rem; }
    .note { padding: .5rem .75rem; border-left: 3px solid var(--validation); background: var(--panel); }

    table { border-collapse: collapse; margin: .25rem 0 1rem; width: 100%; font-size: .9375rem; }
    caption { text-align: left; color: var(--soft); font-size: .875rem; padding-bottom: .25rem; }
    th { font-weight: 400; text-align: left; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .bars { table-layout: fixed; }
    .bars th { width: 34%; padding: .15rem .75rem .15rem 0; line-height: 1.3; vertical-align: middle; }
    .bars td { padding: .15rem 0; vertical-align: middle; }
    .bars .number { width: 7.5rem; padding-left: .75rem; }
    .bar { position: relative; display: flex; height: .875rem; border-radius: .2rem; background: var(--panel); overflow: hidden; }
    .bar i { display: block; min-width: 1px; }
    .plain th, .plain td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
    .plain thead th { color: var(--soft); font-size: .875rem; }
    .plain .number { padding-right: 0; padding-left: .75rem; }
    .plain th small { margin-left: .5rem; }
    .scroll { overflow-x: auto; }
    i.train, i.all { background: var(--train); }
    i.validation { background: var(--validation); }
    i.test { background: var(--test); }
    .legend { display: flex; gap: 1rem; color: var(--soft); font-size: .875rem; margin-bottom: .25rem; }
    .legend i { display: inline-block; width: .75rem; height: .75rem; border-radius: .15rem; margin-right: .35rem; }
    .columns { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: 0 2.5rem; }
    .block { min-width: 0; }
    .block .facts { margin-bottom: .25rem; }
    .block caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

    .goals { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); gap: .9rem 2.5rem; margin: 0; padding: 0; list-style: none; }
    .goals li { display: grid; grid-template-columns: 4.25rem minmax(0, 1fr); gap: .5rem; }
    .goals h3 { margin: 0 0 .25rem; }
    .goals p { margin: .2rem 0 0; color: var(--soft); font-size: .875rem; }
    .goals b { font-size: .8125rem; line-height: 1.6; }
    .yes { color: var(--good); }
    .no { color: var(--bad); }
    .goals .bar { overflow: visible; }
    .goals .bar i { border-radius: .2rem; }
    .goals u { position: absolute; top: -.2rem; bottom: -.2rem; width: 2px; margin-left: -1px; background: var(--tick); }
    i.met { background: var(--good); }
    i.unmet { background: var(--bad); }

    .failure { margin-bottom: .75rem; padding: .6rem .9rem; border: 1px solid var(--line); border-radius: .5rem; }
    .failure p { margin: .5rem 0; }
    .failure summary span { color: var(--soft); }
    .failure th { width: 34%; }

    figure { margin: 0; min-width: 0; }
    figcaption { color: var(--soft); font-size: .8125rem; line-height: 1.4; margin-top: .3rem; }
    .frame { position: relative; display: inline-block; max-width: 100%; line-height: 0; vertical-align: top; }
    .frame i { position: absolute; border: 2px solid #e5007a; box-shadow: 0 0 0 1px #fff; }
    img { max-width: 100%; height: auto; border-radius: .25rem; background: #fff; box-shadow: 0 0 0 1px var(--line); }
    .absent { color: var(--bad); font-size: .875rem; }
    .badge { display: inline-block; padding: 0 .45rem; border-radius: .75rem; border: 1px solid; font-size: .75rem; line-height: 1.5; font-weight: 400; white-space: nowrap; }
    .badge.train { color: var(--train); }
    .badge.validation { color: var(--validation); }
    .badge.test { color: var(--test); }
    .flag { display: block; color: var(--bad); }
    .text { margin: 0; max-width: none; white-space: pre-wrap; }
    .long summary .text { display: inline; }
    .long[open] summary .text { display: none; }
    .long[open] summary::after { content: "the whole text"; color: var(--soft); }
    .role { margin-bottom: .4rem; }
    .role b { color: var(--soft); font-size: .8125rem; font-weight: 400; }

    .views { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 35.5rem), 1fr)); gap: 1rem 1.5rem; }
    .seen { min-width: 0; content-visibility: auto; contain-intrinsic-size: auto 24rem; }
    .seen h3 { margin: .25rem 0; }
    .seen dl { display: flex; flex-wrap: wrap; gap: 0 1rem; font-size: .875rem; margin-bottom: .5rem; }
    .seen dt, .seen dd { display: inline; }
    .pair { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
    .pair figure { max-width: 100%; }
    .pixels img { object-fit: none; object-position: 0 0; }

    .alike { padding: .6rem .9rem .8rem; margin-bottom: .75rem; border: 1px solid var(--line); border-radius: .5rem; content-visibility: auto; contain-intrinsic-size: auto 16rem; }
    .alike h3 { margin-top: 0; }
    .alike.harm { border-color: var(--bad); }
    .harm h3 { color: var(--bad); }
    .strip { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .9rem; }
    .strip .text { font-size: .875rem; }

    .shared { padding: .75rem .9rem; margin-bottom: .75rem; border-radius: .5rem; background: var(--panel); }
    .shared h3 { margin-top: 0; }
    .shared dl { margin: 0; }
    .sheet { display: grid; grid-auto-flow: dense; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15.5rem), 1fr)); gap: 1rem; }
    .card { min-width: 0; padding: .75rem; border: 1px solid var(--line); border-radius: .5rem; content-visibility: auto; contain-intrinsic-size: auto 22rem; }
    .card > figure { margin-bottom: .6rem; }
    .card dl { font-size: .875rem; gap: .1rem .6rem; margin: 0; grid-template-columns: minmax(4rem, max-content) minmax(0, 1fr); }
    .card dt { max-width: 8rem; }
    .card .text { font-size: .875rem; }
    .card.many { grid-column: 1 / -1; }
    .card.many > figure { margin: 0; }
    .card.many { display: grid; grid-template-columns: minmax(0, 30rem) minmax(0, 1fr); gap: 1rem; }
    .parts { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .75rem; margin-bottom: .75rem; }
    @media (max-width: 44rem) {
      header, main, footer { padding-left: 1rem; padding-right: 1rem; }
      h1 { font-size: 1.625rem; }
      .card { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: .75rem; contain-intrinsic-size: auto 14rem; }
      .card.one { display: grid; }
      .card.one dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
      .card.one dt { font-size: .8125rem; margin-top: .25rem; }
      .card.many { grid-template-columns: minmax(0, 1fr); }
      .parts { grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); }
      .tiles { grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); }
      .bars .number { width: 6.25rem; }
      .plain th, .plain td { padding-right: .4rem; }
    }
    @media print { .card, .alike, .seen { content-visibility: visible; break-inside: avoid; } }

    """
}
