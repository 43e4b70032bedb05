// npm run pack: builds the app and puts the package for this system, as a folder, into release/. With --stand-in, a folder of empty
// files takes Electron's place, so that everything but the program itself can be looked at without a network.
import { register } from 'tsx/esm/api';

register();
const { pack } = await import('./pack/pack.ts');
process.exitCode = await pack(process.argv.slice(2));
