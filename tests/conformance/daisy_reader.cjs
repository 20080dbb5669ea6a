// Opens a DAISY book with the engine of Thorium (Readium's r2-shared-js), and shows as JSON
// what it finds: {title, seconds, toc: [[level, title, place]], played: [[text, sound]]}.
const source = "r2-shared-js/dist/es8-es2017/src/";
const converters = require(`${source}init-globals`);
const { PublicationParsePromise } = require(`${source}parser/publication-parser`);
const { lazyLoadMediaOverlays } = require(`${source}parser/epub-daisy-common`);

const lines = (links, level) =>
  (links || []).flatMap((link) => [
    [level, link.Title, link.Href],
    ...lines(link.Children, level + 1),
  ]);

const pairs = (node) => [
  ...(node.Text ? [[node.Text, node.Audio]] : []),
  ...(node.Children || []).flatMap(pairs),
];

async function main(path) {
  converters.initGlobalConverters_SHARED();
  converters.initGlobalConverters_GENERIC();
  const book = await PublicationParsePromise(path);
  const played = [];
  for (const { MediaOverlays } of book.Spine) {
    await lazyLoadMediaOverlays(book, MediaOverlays);
    played.push(...pairs(MediaOverlays));
  }
  const { Title: title, Duration: seconds } = book.Metadata;
  return { title, seconds, toc: lines(book.TOC, 1), played };
}

main(process.argv[2]).then(
  (book) => process.stdout.write(JSON.stringify(book)),
  (error) => {
    process.stderr.write(`${error.stack || error}\n`);
    process.exitCode = 1;
  },
);
