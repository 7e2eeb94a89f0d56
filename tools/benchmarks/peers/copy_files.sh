#!/bin/sh
# Copies files of several folders into one, by cp: FOLDER keep|flush FILE...   flush: waits until the disk has each of them.
folder=$1 after=$2
shift 2
for file; do
  copy=$folder/$(basename "$(dirname "$file")")-$(basename "$file")
  cp "$file" "$copy" || exit 1
  [ "$after" = keep ] || sync --data "$copy" || exit 1
done
