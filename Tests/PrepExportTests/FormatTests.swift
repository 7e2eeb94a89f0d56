import PrepCore
import Testing

@testable import PrepExport

@Suite("Each format's record")
struct FormatTests {
  private let line = ExampleLines.line(images: [ExampleLines.png, ExampleLines.jpeg])

  @Test("OpenAI and Azure: the line as it is", arguments: [ExportTarget.openai, .azure])
  func openAI(target: ExportTarget) throws {
    #expect(try ExampleLines.record(line, target) == line)
  }

  @Test("Together and Fireworks: without detail", arguments: [ExportTarget.together, .fireworks])
  func chat(target: ExportTarget) throws {
    #expect(try ExampleLines.record(line, target) == line.replacing(",\"detail\":\"high\"", with: ""))
  }

  @Test("A line of text stays as it is, with tools and spaces", arguments: [ExportTarget.openai, .together, .fireworks])
  func text(target: ExportTarget) throws {
    let line = """
      {"messages": [{"role":"user","content":"a"},{"role":"assistant","content":"b","weight":0}], "tools": [{"type":"function","n":1.50}]}
      """
    #expect(try ExampleLines.record(line, target) == line)
  }

  @Test("Gemini")
  func gemini() throws {
    #expect(
      try ExampleLines.record(line, .gemini, prefix: "gs://b/d/") == """
        {"systemInstruction":{"role":"system","parts":[{"text":"Look."}]},"contents":[{"role":"user","parts":[{"text":"Which?"},\
        {"fileData":{"mimeType":"image/png","fileUri":"gs://b/d/images/DIGEST.png"}},\
        {"fileData":{"mimeType":"image/jpeg","fileUri":"gs://b/d/images/DIGEST.jpg"}}]},\
        {"role":"model","parts":[{"text":"{\\"year\\":1.10}"}]}]}
        """)
  }

  @Test("Gemini takes addresses and names their format")
  func geminiAddress() throws {
    let line = ExampleLines.line(images: ["https://example.com/a.JPG?v=1"])
    #expect(
      try ExampleLines.record(line, .gemini).contains(
        "{\"fileData\":{\"mimeType\":\"image/jpeg\",\"fileUri\":\"https://example.com/a.JPG?v=1\"}}"))
    #expect(try ExampleLines.fault(ExampleLines.line(images: ["https://example.com/a"]), .gemini)?.code == .imageAddress)
  }

  @Test("Bedrock", arguments: [ExportTarget.bedrock, .bedrockNova])
  func bedrock(target: ExportTarget) throws {
    #expect(
      try ExampleLines.record(line, target, prefix: "s3://b/") == """
        {"schemaVersion":"bedrock-conversation-2024","system":[{"text":"Look."}],"messages":[{"role":"user","content":[{"text":"Which?"},\
        {"image":{"format":"png","source":{"s3Location":{"uri":"s3://b/images/DIGEST.png"}}}},\
        {"image":{"format":"jpeg","source":{"s3Location":{"uri":"s3://b/images/DIGEST.jpg"}}}}]},\
        {"role":"assistant","content":[{"text":"{\\"year\\":1.10}"}]}]}
        """)
  }

  @Test("TRL")
  func trl() throws {
    #expect(
      try ExampleLines.record(line, .trl) == """
        {"images_file_names":["images/DIGEST.png","images/DIGEST.jpg"],"messages":[\
        {"role":"system","content":[{"type":"text","text":"Look."}]},\
        {"role":"user","content":[{"type":"text","text":"Which?"},{"type":"image"},{"type":"image"}]},\
        {"role":"assistant","content":[{"type":"text","text":"{\\"year\\":1.10}"}]}]}
        """)
  }

  @Test("LLaMA-Factory")
  func llamaFactory() throws {
    #expect(
      try ExampleLines.record(line, .llamaFactory) == """
        {"conversations":[{"from":"human","value":"Which?<image><image>"},{"from":"gpt","value":"{\\"year\\":1.10}"}],\
        "system":"Look.","tools":"","images":["images/DIGEST.png","images/DIGEST.jpg"]}
        """)
  }

  @Test("ms-swift")
  func msSwift() throws {
    #expect(
      try ExampleLines.record(line, .msSwift, prefix: "/data/") == """
        {"messages":[{"role":"system","content":"Look."},{"role":"user","content":"Which?<image><image>"},\
        {"role":"assistant","content":"{\\"year\\":1.10}"}],"images":["/data/images/DIGEST.png","/data/images/DIGEST.jpg"]}
        """)
  }

  @Test("Axolotl")
  func axolotl() throws {
    #expect(
      try ExampleLines.record(line, .axolotl) == """
        {"messages":[{"role":"system","content":[{"type":"text","text":"Look."}]},\
        {"role":"user","content":[{"type":"text","text":"Which?"},{"type":"image","path":"images/DIGEST.png"},\
        {"type":"image","path":"images/DIGEST.jpg"}]},\
        {"role":"assistant","content":[{"type":"text","text":"{\\"year\\":1.10}"}]}]}
        """)
  }

  @Test("LLaVA")
  func llava() throws {
    #expect(
      try ExampleLines.record(ExampleLines.line(images: [ExampleLines.jpeg]), .llava) == """
        {"id":"train.jsonl:1","image":"images/DIGEST.jpg","conversations":[{"from":"human","value":"<image>\\nLook.\\n\\nWhich?"},\
        {"from":"gpt","value":"{\\"year\\":1.10}"}]}
        """)
    #expect(try ExampleLines.fault(line, .llava)?.code == .tooManyImages)
  }
}
