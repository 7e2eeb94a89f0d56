import ArgumentParser

/// Whether only what was asked for is printed.
struct QuietOption: ParsableArguments {
  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Print nothing but errors and, with --json, the result.")
  var isOn = false

  /// Prints what a verb has to say at its end: JSON when it is wanted, also when quiet, and otherwise lines for people.
  func show(_ section: @autoclosure () -> Section, or json: @autoclosure () -> JSONLine, asJSON isJSON: Bool) {
    if isJSON { Terminal.result(json()) } else if !isOn { Terminal.result(section()) }
  }

  func show(_ line: Line, or json: @autoclosure () -> JSONLine, asJSON isJSON: Bool) {
    show(Section(line), or: json(), asJSON: isJSON)
  }
}
