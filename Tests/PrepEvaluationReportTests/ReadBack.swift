import Foundation
import FoundationXML

/// Rows of a CSV file, read by the rules of RFC 4180 and nothing else.
enum CSVRows {
  struct Fault: Error { var place: Int }

  static func read(_ text: String) throws -> [[String]] {
    let scalars = Array(text.unicodeScalars)
    var rows: [[String]] = []
    var row: [String] = []
    var place = 0
    while place < scalars.count {
      var cell = String.UnicodeScalarView()
      if scalars[place] == "\"" {
        place += 1
        while true {
          guard place < scalars.count else { throw Fault(place: place) }
          if scalars[place] == "\"" {
            place += 1
            guard place < scalars.count, scalars[place] == "\"" else { break }
          }
          cell.append(scalars[place])
          place += 1
        }
      } else {
        while place < scalars.count, scalars[place] != ",", scalars[place] != "\r" {
          if scalars[place] == "\"" || scalars[place] == "\n" { throw Fault(place: place) }
          cell.append(scalars[place])
          place += 1
        }
      }
      row.append(String(cell))
      guard place < scalars.count else { throw Fault(place: place) }
      if scalars[place] == "," {
        place += 1
      } else {
        guard scalars[place] == "\r", place + 1 < scalars.count, scalars[place + 1] == "\n" else { throw Fault(place: place) }
        place += 2
        rows.append(row)
        row = []
      }
    }
    return rows
  }
}

/// What a parser that is not ours (libxml2) reads in junit.xml.
final class JUnitCases: NSObject, XMLParserDelegate {
  struct Counts: Equatable {
    var tests = 0
    var failures = 0
    var errors = 0
  }

  struct Suite {
    var said: Counts
    var counted = Counts()
  }

  private(set) var total = Suite(said: Counts())
  private(set) var suites: [Suite] = []
  private(set) var names: [String] = []

  init(_ bytes: [UInt8]) throws {
    super.init()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    guard parser.parse() else { throw parser.parserError ?? CocoaError(.formatting) }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
  ) {
    func count(_ key: String) -> Int { attributes[key].flatMap { Int($0) } ?? -1 }
    switch name {
    case "testsuites": total.said = Counts(tests: count("tests"), failures: count("failures"), errors: count("errors"))
    case "testsuite":
      suites.append(Suite(said: Counts(tests: count("tests"), failures: count("failures"), errors: count("errors"))))
    case "testcase":
      names.append(attributes["name"] ?? "")
      add(\.tests)
    case "failure": add(\.failures)
    case "error": add(\.errors)
    default: break
    }
  }

  private func add(_ path: WritableKeyPath<Counts, Int>) {
    total.counted[keyPath: path] += 1
    suites[suites.count - 1].counted[keyPath: path] += 1
  }
}
