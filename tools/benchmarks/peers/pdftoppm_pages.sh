#!/bin/sh
# The first pages of PDF files as PNG files, by pdftoppm: FOLDER DPI PAGES FILE...
folder=$1 dpi=$2 pages=$3
shift 3
number=0
for file; do
  pdftoppm -png -r "$dpi" -l "$pages" "$file" "$folder/$(printf %03d $number)" 2> /dev/null || exit 1
  number=$((number + 1))
done
