export { parseDateBytes } from '../kernels/date-parse';
