package import Foundation
package import FoundationXML

/// Reads an HTML page that claims to be well-formed XML with a parser that is not ours (libxml2), and keeps what it is made of.
package final class WellFormedPage: NSObject, XMLParserDelegate {
  /// How often each element occurs.
  package private(set) var elements: [String: Int] = [:]
  /// The addresses that the page would ask for or lead to, but its own places and the pictures in it.
  package private(set) var addresses: [String] = []
  /// The names of attributes that would run a script.
  package private(set) var handlers: [String] = []
  package private(set) var ids: Set<String> = []
  package private(set) var anchors: Set<String> = []
  /// Pictures without words in their place.
  package private(set) var withoutWords = 0
  package private(set) var text = ""

  /// - Throws: what makes the page ill-formed.
  package init(_ bytes: [UInt8]) throws {
    super.init()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    guard parser.parse() else { throw parser.parserError ?? CocoaError(.formatting) }
  }

  package func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements[name, default: 0] += 1
    for (attribute, value) in attributes {
      if attribute.hasPrefix("on") { handlers.append(attribute) }
      if attribute == "id" { ids.insert(value) }
      guard ["src", "href", "srcset", "action", "data", "poster"].contains(attribute) else { continue }
      if value.hasPrefix("#") {
        anchors.insert(String(value.dropFirst()))
      } else if !value.hasPrefix("data:image/jpeg;base64,") {
        addresses.append(value)
      }
    }
    if name == "img", attributes["alt", default: ""].isEmpty { withoutWords += 1 }
  }

  package func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
