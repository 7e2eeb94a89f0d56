import VisionPrepCommands

await Program.run()
